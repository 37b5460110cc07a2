using System.Collections.Immutable;
using Scanner.ApiServer.Discovery;
using Scanner.Reports;

namespace Scanner.Tests.Reports;

public sealed class ReportTargetTests
{
    private static readonly ApiGroup s_working = new("wgpolicyk8s.io", ["v1beta1", "v1alpha2"]);
    private static readonly ApiGroup s_open = new("openreports.io", ["v1alpha1"]);
    private static readonly ApiGroup s_old = new("wgpolicyk8s.io", ["v1alpha1"]);

    [Theory]
    [InlineData(nameof(ReportChoice.Auto), "wgpolicyk8s.io")]
    [InlineData(nameof(ReportChoice.WgPolicyK8s), "wgpolicyk8s.io")]
    [InlineData(nameof(ReportChoice.OpenReports), "openreports.io")]
    [InlineData(nameof(ReportChoice.None), null)]
    public void Choose_BothServed_AsWanted(string choice, string? group) => Assert.Equal(group, Choose(Enum.Parse<ReportChoice>(choice), s_open, s_working));

    [Theory]
    [InlineData(nameof(ReportChoice.Auto), "openreports.io")]
    [InlineData(nameof(ReportChoice.WgPolicyK8s), null)]
    public void Choose_OneServed_NeverOneThatIsNot(string choice, string? group) => Assert.Equal(group, Choose(Enum.Parse<ReportChoice>(choice), s_open, s_old));

    [Fact]
    public void Choose_NoneServed_IsNone() => Assert.Null(Choose(ReportChoice.Auto, s_old));

    private static string? Choose(ReportChoice choice, params ImmutableArray<ApiGroup> groups) => ReportTarget.Choose(choice, groups)?.Api.Group;
}
