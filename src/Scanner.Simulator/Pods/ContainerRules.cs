using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Pods;

/// <summary>API validation that holds for containers of every kind (k8s:pkg/apis/core/validation, validateContainerCommon).</summary>
internal sealed partial class ContainerRules(KubernetesVersion version, FieldErrors errors)
{
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];
    private static readonly string[] MessagePolicies = ["FallbackToLogsOnError", "File"];
    private static readonly string[] ProcMounts = ["Default", "Unmasked"];
    private static readonly string[] ProfileTypes = ["Localhost", "RuntimeDefault", "Unconfined"];

    public void Check(JsonObject container, string path, IReadOnlySet<string> volumes, bool hostUsers)
    {
        CheckName(container.Text("name") ?? "", path + ".name");
        var image = container.Text("image") ?? "";
        if (image.Length == 0)
            errors.Required(path + ".image");
        if (!MessagePolicies.Contains(container.Text("terminationMessagePolicy"), StringComparer.Ordinal))
            errors.NotSupported(path + ".terminationMessagePolicy", container.Text("terminationMessagePolicy") ?? "", MessagePolicies);
        new EnvironmentRules(version, errors).Check(container, path);
        CheckMounts(container, "volumeMounts", "mountPath", path, volumes);
        CheckMounts(container, "volumeDevices", "devicePath", path, volumes);
        if (!PullPolicies.Contains(container.Text("imagePullPolicy"), StringComparer.Ordinal))
            errors.NotSupported(path + ".imagePullPolicy", container.Text("imagePullPolicy") ?? "", PullPolicies);
        if (container.Object("securityContext") is { } context)
            CheckSecurityContext(context, path + ".securityContext", hostUsers);
        if (image != image.Trim())
            errors.Invalid(path + ".image", GoText.Quote(image), "must not have leading or trailing whitespace");
    }

    private void CheckName(string name, string path)
    {
        if (name.Length == 0)
        {
            errors.Required(path);
            return;
        }

        if (name.Length > 63)
            errors.Invalid(path, GoText.Quote(name), $"must be no more than 63 {(version >= KubernetesVersion.V1_36 ? "bytes" : "characters")}");
        if (!LabelPattern().IsMatch(name))
        {
            errors.Invalid(
                path,
                GoText.Quote(name),
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an "
                + "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
        }
    }

    private void CheckMounts(JsonObject container, string list, string where, string path, IReadOnlySet<string> volumes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (mount, index) in container.Objects(list).Select((m, i) => (m, i)))
        {
            var (name, at) = (mount.Text("name") ?? "", $"{path}.{list}[{index}]");
            if (name.Length == 0)
                errors.Required(at + ".name");
            else if (!volumes.Contains(name))
                errors.NotFound(at + ".name", name);
            if (string.IsNullOrEmpty(mount.Text(where)))
                errors.Required($"{at}.{where}");
            else if (!seen.Add(mount.Text(where)!))
                errors.Invalid($"{at}.{where}", GoText.Quote(mount.Text(where)!), "must be unique");
        }
    }

    private void CheckSecurityContext(JsonObject context, string path, bool hostUsers)
    {
        CheckId(context, "runAsUser", path);
        CheckId(context, "runAsGroup", path);
        if (context.Text("procMount") is { } mount)
        {
            if (!ProcMounts.Contains(mount, StringComparer.Ordinal))
                errors.NotSupported(path + ".procMount", mount, ProcMounts);
            else if (mount == "Unmasked" && hostUsers && version >= KubernetesVersion.V1_30)
                errors.Invalid(path + ".procMount", GoText.Quote(mount), "`hostUsers` must be false to use `Unmasked`");
        }

        CheckProfile(context.Object("seccompProfile"), path + ".seccompProfile", "must be set when seccomp type is Localhost");
        if (context.Flag("allowPrivilegeEscalation") == false)
            CheckNoEscalation(context, path);
        CheckProfile(context.Object("appArmorProfile"), path + ".appArmorProfile", "must be set when AppArmor type is Localhost");
    }

    private void CheckNoEscalation(JsonObject context, string path)
    {
        if (context.Flag("privileged") == true)
            errors.Invalid(path, SecurityContextText.Print(context, version), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        if (context.Object("capabilities").Texts("add").Contains("CAP_SYS_ADMIN", StringComparer.Ordinal))
            errors.Invalid(path, SecurityContextText.Print(context, version), "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }

    private void CheckId(JsonObject context, string field, string path)
    {
        if (context.Number(field) is { } id and (< 0 or > int.MaxValue))
            errors.Invalid($"{path}.{field}", id.ToString(), "must be between 0 and 2147483647, inclusive");
    }

    private void CheckProfile(JsonObject? profile, string path, string localhostRule)
    {
        if (profile is null)
            return;
        var type = profile.Text("type") ?? "";
        if (type.Length == 0)
            errors.Required(path + ".type", "type is required when " + path[(path.LastIndexOf('.') + 1)..] + " is set");
        else if (!ProfileTypes.Contains(type, StringComparer.Ordinal))
            errors.NotSupported(path + ".type", type, ProfileTypes);
        else if (type == "Localhost" && profile.Text("localhostProfile") is null)
            errors.Required(path + ".localhostProfile", localhostRule);
        else if (type != "Localhost" && profile.Text("localhostProfile") is { } name)
            errors.Invalid(path + ".localhostProfile", GoText.Quote(name), "can only be set when type is Localhost");
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelPattern();
}
