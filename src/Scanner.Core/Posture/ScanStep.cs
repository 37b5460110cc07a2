namespace Scanner.Core.Posture;

/// <summary>One step of a scan, which can fail by itself.</summary>
/// <param name="What">What it is about; null for a step of which there is only one.</param>
/// <param name="Namespace">Null for all namespaces, or none.</param>
public sealed record ScanStep(ScanStepKind Kind, string? What = null, string? Namespace = null)
{
    public static ScanStep Connect { get; } = new(ScanStepKind.Connect);

    public static ScanStep Interrupted { get; } = new(ScanStepKind.Interrupted);

    public static ScanStep GetVersion { get; } = new(ScanStepKind.GetVersion);

    public static ScanStep Verify { get; } = new(ScanStepKind.Verify);

    public static ScanStep Probe { get; } = new(ScanStepKind.Probe);

    public static ScanStep Compare { get; } = new(ScanStepKind.Compare);

    public static ScanStep WriteReports { get; } = new(ScanStepKind.Write, "reports");

    public static ScanStep List(string resource, string? ns = null) => new(ScanStepKind.List, resource, ns);

    public static ScanStep Get(string what) => new(ScanStepKind.Get, what);

    public static ScanStep Watch(string resource) => new(ScanStepKind.Watch, resource);

    public static ScanStep Read(string place) => new(ScanStepKind.Read, place);

    public static ScanStep Find(string what) => new(ScanStepKind.Find, what);

    /// <summary>As <see cref="ToString"/> of another scanner names it.</summary>
    public static ScanStep Told(string text) => text == Interrupted.ToString() ? Interrupted : new(ScanStepKind.Told, text);

    /// <summary>As outputs name it: <c>list pods in payments</c>.</summary>
    public override string ToString() => Kind switch
    {
        ScanStepKind.GetVersion => "get version",
        ScanStepKind.Compare => "verify difference",
        ScanStepKind.Told => What ?? "",
        _ => Words(),
    };

    private string Words()
    {
        var verb = Kind.ToString().ToLowerInvariant();
        return What is null ? verb : Namespace is null ? $"{verb} {What}" : $"{verb} {What} in {Namespace}";
    }
}
