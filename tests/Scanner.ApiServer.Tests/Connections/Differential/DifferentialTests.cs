using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Connections.Tls;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>Each row of the tables beside this file, as the scanner connects by it.</summary>
public sealed class DifferentialTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Names => KubeconfigCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Connect_Row_SendsWhatTheTableSays(string name)
    {
        var row = KubeconfigCases.All[name];
        await using var server = CaseServers.Start(row);
        await using var proxy = row.Proxied ? TestProxy.Start(server.Port) : null;
        using var folder = new CaseFolder(row, server, proxy);
        var failure = await ConnectAsync(row, folder);
        var seen = SeenRequest.Of(server, proxy);
        if (row.Sends is { } expected)
        {
            Assert.True(seen is not null, failure);
            Assert.Equal(folder.Fill(expected), seen);
        }
        else
        {
            Assert.Null(seen);
            Assert.Contains(folder.Fill(row.Refused!), failure, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure!);
        }
    }

    [Fact]
    public void Table_Rows_AreManyAndSayWhyTheyDiffer()
    {
        Assert.True(KubeconfigCases.All.Count >= 120, $"{KubeconfigCases.All.Count} rows");
        Assert.All(KubeconfigCases.All.Values, row =>
        {
            Assert.True(row.Sends is null != row.Refused is null, $"{row}: either sends or refused");
            Assert.True(row.Kubectl is null == row.Because is null, $"{row}: kubectl and because go together");
        });
    }

    /// <summary>Asks for the version; returns what went wrong.</summary>
    private static async Task<string?> ConnectAsync(KubeconfigCase row, CaseFolder folder)
    {
        var environment = TestEnvironment.In(folder.Folder, [.. row.Variables.Select(variable => (variable.Key, folder.Fill(variable.Value)))]);
        try
        {
            var connection = KubeconfigLoader.Load(CaseFlags.Read(row, folder.Fill), environment);
            var options = new ClientOptions { UserAgent = "test", Compression = !connection.DisableCompression, Retries = 0 };
            using var client = new ApiServerClient(
                HttpHandlerFactory.CreateAuthorized(connection), connection.Server, options, TimeProvider.System, TlsFailure.Describe);
            using var limit = new CancellationTokenSource(s_limit);
            return (await client.GetVersionAsync(limit.Token)).Describe();
        }
        catch (ConnectionConfigurationException e)
        {
            return e.Message;
        }
    }
}
