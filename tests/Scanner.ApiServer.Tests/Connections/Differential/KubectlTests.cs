namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>Each row of the tables beside this file, as kubectl connects by it, where it is installed: the tables say the truth about it.</summary>
public sealed class KubectlTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Names => KubeconfigCases.Names;

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task Kubectl_Row_SendsWhatTheTableSays(string name)
    {
        Skip.If(Kubectl.Path is null, "kubectl (itself, not a dispatcher between several) is neither on PATH nor in KUBEBUILDER_ASSETS");
        var row = KubeconfigCases.All[name];
        await using var server = CaseServers.Start(row);
        await using var proxy = row.Proxied ? TestProxy.Start(server.Port) : null;
        using var folder = new CaseFolder(row, server, proxy);
        var said = await Kubectl.VersionAsync(row, folder, s_limit);
        var seen = said.Contains("Please enter Username", StringComparison.Ordinal) ? "asks" : SeenRequest.Of(server, proxy) ?? "refused";
        Assert.True(folder.Fill(row.ExpectedOfKubectl) == seen, $"{seen}\n{said}");
    }
}
