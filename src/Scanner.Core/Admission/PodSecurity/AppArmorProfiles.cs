namespace Scanner.Core.Admission.PodSecurity;

/// <summary>
/// Reads the AppArmor annotation of a container
/// (https://kubernetes.io/docs/tutorials/security/apparmor/#specifying-apparmor-confinement).
/// </summary>
internal static class AppArmorProfiles
{
    /// <summary>
    /// The value of <c>appArmorProfile.type</c> that says the same; null for an empty annotation, which sets nothing.
    /// A value that means nothing comes back as it is, so that no standard allows it.
    /// </summary>
    public static string? OfAnnotation(string value) => value switch
    {
        "" => null,
        "runtime/default" => "RuntimeDefault",
        _ when value.StartsWith("localhost/", StringComparison.Ordinal) => "Localhost",
        "unconfined" => "Unconfined",
        _ => value,
    };
}
