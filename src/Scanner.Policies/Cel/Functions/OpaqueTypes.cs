using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>The types of Kubernetes' libraries, by the names that <c>type()</c> gives.</summary>
internal static class OpaqueTypes
{
    public static CelType Ip { get; } = CelType.OpaqueOf("net.IP");

    public static CelType Cidr { get; } = CelType.OpaqueOf("net.CIDR");

    public static CelType Url { get; } = CelType.OpaqueOf("kubernetes.URL");

    public static CelType Quantity { get; } = CelType.OpaqueOf("kubernetes.Quantity");

    public static CelType Semver { get; } = CelType.OpaqueOf("kubernetes.Semver");

    public static CelType Format { get; } = CelType.OpaqueOf("kubernetes.NamedFormat");

    public static CelType Image { get; } = CelType.OpaqueOf("kyverno.image");

    public static CelType PathCheck { get; } = CelType.OpaqueOf("kubernetes.authorization.PathCheck");

    public static CelType GroupCheck { get; } = CelType.OpaqueOf("kubernetes.authorization.GroupCheck");

    public static CelType Decision { get; } = CelType.OpaqueOf("kubernetes.authorization.Decision");
}
