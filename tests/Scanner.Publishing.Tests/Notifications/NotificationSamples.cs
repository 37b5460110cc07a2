using Scanner.Core;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Remedies;
using Scanner.Publishing.Notifications;

namespace Scanner.Publishing.Tests.Notifications;

internal static class NotificationSamples
{
    public static readonly DateTimeOffset Since = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset At = Since + TimeSpan.FromMinutes(10);

    public static ClusterReference Cluster { get; } = new("https://api.example.com", "v1.36.2", "prod");

    public static Finding Finding(string message) => new(
        "0123456789abcdef", "ES101", "PrivilegedAdmitted", Severity.High, new ResourceReference("v1", "Namespace", null, "payments"), message,
        new Remedy.EnforceBaseline("payments"), "https://ephemeral-scanner.io/docs/rules#es101");

    public static FindingChange Change(ChangeKind kind, string message = "nothing denies it") =>
        new(kind, Finding(message), kind == ChangeKind.Appeared ? null : Severity.Critical, Since, At);
}
