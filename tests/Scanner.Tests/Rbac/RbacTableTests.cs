using Scanner.Cli;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Index;
using Scanner.Publishing.Terminal;

namespace Scanner.Tests.Rbac;

public sealed class RbacTableTests
{
    [Fact]
    public void Write_RecordedCluster_ShowsTheControlPlaneApart()
    {
        var text = Table(RbacObjects.Recorded().Index().Posture(), []);
        Assert.Matches(@"(?m)^group oncall +all +all +update +high +ClusterRoleBinding any-subresource +ClusterRole any-subresource$", text);
        Assert.Matches(@"(?m)^user bob +open +web +patch +low +RoleBinding open/debug-one-pod +Role open/debug-one-pod$", text);
        Assert.Matches(@"(?m)^user erin +escalate +all +every namespace +ClusterRole escalator +ClusterRoleBinding escalator", text);
        Assert.Contains("Part of the control plane, by design: group system:masters, ", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^group system:masters", text);
        Assert.Contains(
            "\n6 subjects can add ephemeral containers, 1 of them in every namespace; 1 more could come by the right in one step\n"
            + "Exit code 0: no finding of severity high or worse (--fail-on).\n\nWhat to do next:\n  1. ",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NothingFoundButNotAllSeen_ClaimsNothing()
    {
        var text = Table(RbacPosture.Empty, [new ScanError(ScanStep.List("roles"), "HTTP 403 Forbidden: no")]);
        Assert.Contains("Nobody outside the control plane was seen to have the right", text, StringComparison.Ordinal);
        Assert.Contains("Missing: list roles: HTTP 403 Forbidden: no\nThe picture is incomplete", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null, "Verified: the server's own access reviews agree with every line.")]
    [InlineData(true, "user x patch", "Verify: verify difference: user x patch")]
    [InlineData(false, null, "Nobody outside the control plane can add ephemeral containers.")]
    public void Write_Verification_IsSaidOnlyWhenItWasDone(bool verified, string? difference, string expected)
    {
        var text = Table(RbacPosture.Empty, difference is null ? [] : [new ScanError(ScanStep.Compare, difference)], verified);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal(verified && difference is null, text.Contains("Verified", StringComparison.Ordinal));
    }

    private static string Table(RbacPosture rbac, ScanError[] errors, bool verified = false)
    {
        var result = new ScanResult { Cluster = new ClusterReference("https://test", null, null), StartedAt = default, Duration = default, Rbac = rbac, Errors = [.. errors] };
        var text = new StringWriter { NewLine = "\n" };
        new RbacTableWriter(TerminalTraits.None, verified, new TableView(), ExitCode.Of).Write(result, text);
        return text.ToString();
    }
}
