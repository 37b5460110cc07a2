using Scanner.Core.Posture;

namespace Scanner.Core.Tests.Posture;

public sealed class ScanStepTests
{
    public static TheoryData<ScanStep, string> Steps => new()
    {
        { ScanStep.Connect, "connect" },
        { ScanStep.GetVersion, "get version" },
        { ScanStep.List("pods"), "list pods" },
        { ScanStep.List("pods", "payments"), "list pods in payments" },
        { ScanStep.Get("pod payments/web"), "get pod payments/web" },
        { ScanStep.Watch("roles.rbac.authorization.k8s.io"), "watch roles.rbac.authorization.k8s.io" },
        { ScanStep.Read("a.yaml:3"), "read a.yaml:3" },
        { ScanStep.Find("namespace payments"), "find namespace payments" },
        { ScanStep.Verify, "verify" },
        { ScanStep.Compare, "verify difference" },
    };

    /// <summary>These words are the field <c>step</c> of the output.</summary>
    [Theory]
    [MemberData(nameof(Steps))]
    public void ToString_EveryStep_IsAsOutputsNameIt(ScanStep step, string expected) => Assert.Equal(expected, step.ToString());
}
