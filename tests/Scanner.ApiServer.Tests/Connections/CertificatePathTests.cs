using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class CertificatePathTests
{
    public static TheoryData<string> Names => [.. PathCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Find_Case_IsAsInGo(string name)
    {
        var given = PathCases.All[name]();
        var problem = CertificatePath.Find(given.Leaf, given.Others, given.Anchors, TimeProvider.System.GetUtcNow());
        Assert.Equal(given.Expected, problem?.Kind);
    }
}
