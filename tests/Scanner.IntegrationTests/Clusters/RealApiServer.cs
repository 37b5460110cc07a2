using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Scanner.IntegrationTests.Clusters;

/// <summary>A real kube-apiserver with its etcd on loopback, as envtest starts them: no nodes, no controllers.</summary>
internal sealed class RealApiServer : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("scanner-cluster-").FullName;
    private readonly List<Process> _processes = [];
    private Func<Process> _startApiServer = null!;
    private Process _apiServer = null!;
    private readonly TestAuthority _authority = new();

    private RealApiServer()
    {
    }

    public Uri Url { get; private set; } = null!;

    public string CertificateAuthorityPem => _authority.CertificatePem;

    public static async Task<RealApiServer> StartAsync(ControlPlaneBinaries binaries, CancellationToken cancellationToken)
    {
        var server = new RealApiServer();
        try
        {
            await server.RunAsync(binaries, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the API server as a node's crash would. What is stored stays.</summary>
    public Task KillApiServerAsync()
    {
        _processes.Remove(_apiServer);
        return EndAsync(_apiServer);
    }

    /// <summary>Starts it again, at the same address.</summary>
    public async Task StartApiServerAsync(CancellationToken cancellationToken)
    {
        _apiServer = _startApiServer();
        await WaitUntilReadyAsync(cancellationToken);
    }

    /// <summary>Stops it where it stands: connections stay open and nothing is answered.</summary>
    public Task PauseApiServerAsync() => SignalAsync("STOP");

    public Task ResumeApiServerAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
            await EndAsync(process);

        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(ControlPlaneBinaries binaries, CancellationToken cancellationToken)
    {
        var (etcdPort, peerPort, port) = (FreePort(), FreePort(), FreePort());
        Url = new Uri($"https://127.0.0.1:{port}");
        var (certificate, key) = _authority.IssueServer();
        using var signing = RSA.Create(2048);
        Write("ca.crt", _authority.CertificatePem);
        Write("server.crt", certificate);
        Write("server.key", key);
        Write("sa.key", signing.ExportPkcs8PrivateKeyPem());
        Write("tokens.csv", string.Concat(TestUsers.All.Select(u => $"{u.Token},{u.Name},{u.Name}-uid,\"{string.Join(',', u.Groups)}\"\n")));
        Start(
            binaries.Etcd,
            "--data-dir", Path.Combine(_folder, "etcd"),
            "--listen-client-urls", $"http://127.0.0.1:{etcdPort}",
            "--advertise-client-urls", $"http://127.0.0.1:{etcdPort}",
            "--listen-peer-urls", $"http://127.0.0.1:{peerPort}",
            "--initial-advertise-peer-urls", $"http://127.0.0.1:{peerPort}",
            "--initial-cluster", $"default=http://127.0.0.1:{peerPort}",
            "--unsafe-no-fsync");
        _startApiServer = () => Start(
            binaries.ApiServer,
            $"--etcd-servers=http://127.0.0.1:{etcdPort}",
            "--bind-address=127.0.0.1",
            $"--secure-port={port}",
            $"--tls-cert-file={_folder}/server.crt",
            $"--tls-private-key-file={_folder}/server.key",
            $"--client-ca-file={_folder}/ca.crt",
            $"--token-auth-file={_folder}/tokens.csv",
            "--authorization-mode=RBAC",
            "--service-cluster-ip-range=10.0.0.0/16",
            "--service-account-issuer=https://kubernetes.default.svc",
            $"--service-account-key-file={_folder}/sa.key",
            $"--service-account-signing-key-file={_folder}/sa.key",
            "--disable-admission-plugins=ServiceAccount",
            "--allow-privileged=true");
        await StartApiServerAsync(cancellationToken);
    }

    private async Task SignalAsync(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {_apiServer.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task EndAsync(Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var admin = new AdminClient(Url, CertificateAuthorityPem, TestUsers.Admin.Token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_startLimit);
        while (!await admin.IsReadyAsync(limit.Token))
        {
            if (_processes.Find(p => p.HasExited) is { } dead)
                throw new InvalidOperationException($"{dead.StartInfo.FileName} ended with {dead.ExitCode}: {LastLines(dead)}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }

    private Process Start(string file, params string[] arguments)
    {
        // A shell's redirection, so that a full pipe cannot stall the server and its last words are there when it dies.
        var log = Log(file);
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", $"exec \"$0\" \"$@\" >'{log}' 2>&1", file } };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        _processes.Add(process);
        return process;
    }

    private string Log(string file) => Path.Combine(_folder, Path.GetFileName(file) + ".log");

    private string LastLines(Process process) =>
        string.Join('\n', File.ReadLines(Log(process.StartInfo.ArgumentList[2])).TakeLast(5));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    // The servers cannot be told to pick a port themselves.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
