using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Security;
using Scanner.Simulator.Serving;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator;

/// <summary>
/// A simulated Kubernetes API server in this process: HTTPS on a free loopback port, HTTP/2 and HTTP/1.1, content in memory.
/// Tokens: <c>admin-token</c> (system:masters) and <c>alice-token</c> (developers); more by <see cref="AddUser"/>.
/// </summary>
public sealed class SimulatedApiServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TokenRegistry _tokens = new();
    private readonly RequestLog _log;
    private readonly OpenRequests _open = new();
    private readonly ServerCertificates? _certificates;
    private readonly RequestPipeline _pipeline;
    private readonly WebApplication? _application;

    private SimulatedApiServer(SimulatorOptions options)
    {
        var catalog = new ResourceCatalog(BuiltInResources.Read(options.Version, options.BetaAdmissionPolicies));
        Store = new ClusterStore(catalog, options);
        _log = new RequestLog(options.RememberedRequests);
        _pipeline = new RequestPipeline(Store, _tokens, Faults, _log, _open, options.Admission?.Invoke(Store), _stopping.Token);
        if (options.InProcess)
            return;
        _certificates = ServerCertificates.Create();
        _application = Build(_certificates);
        _application.Run(_pipeline.HandleAsync);
    }

    /// <summary>Where it listens, such as <c>https://127.0.0.1:40123</c>; a name that nobody serves when it is <see cref="SimulatorOptions.InProcess"/>.</summary>
    public Uri Url { get; private set; } = new("https://simulator.invalid");

    /// <summary>The certificate that signed the server's.</summary>
    public string CertificateAuthorityPem => Certificates.AuthorityPem;

    /// <summary>The content.</summary>
    public ClusterStore Store { get; }

    /// <summary>What shall go wrong.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>The requests so far, oldest first; a copy.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _log.Read();

    /// <summary>Starts a server with the content of a fresh cluster.</summary>
    public static async Task<SimulatedApiServer> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new SimulatedApiServer(options ?? new SimulatorOptions());
        server.AddUser("admin-token", "admin", "system:masters");
        server.AddUser("alice-token", "alice", "developers");
        BootstrapObjects.Load(server.Store);
        if (server._application is null)
            return server;
        await server._application.StartAsync(cancellationToken);
        var addresses = server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        server.Url = new Uri(addresses.Single());
        return server;
    }

    /// <summary>Makes a token stand for a user, who is in <c>system:authenticated</c> too.</summary>
    public void AddUser(string token, string name, params IReadOnlyList<string> groups) => _tokens.Add(token, TokenRegistry.User(name, groups));

    /// <summary>Requests with this token are answered 401 from now on.</summary>
    public bool ExpireToken(string token) => _tokens.Remove(token);

    /// <summary>Forgets the requests so far.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>The request under way whose client gave it this <c>Audit-ID</c>; null before it arrives and once it has been answered.</summary>
    public OpenRequest? Find(string auditId) => _open.Find(auditId);

    /// <summary>Sends a bookmark to every watch that allows bookmarks.</summary>
    public void SendBookmarks() => Store.SendBookmarks();

    /// <summary>A kubeconfig for a user that has a token.</summary>
    /// <exception cref="ArgumentException">The user has none.</exception>
    public string Kubeconfig(string user = "admin")
    {
        var token = _tokens.TokenOf(user) ?? throw new ArgumentException($"{user} has no token", nameof(user));
        var authority = Convert.ToBase64String(Encoding.UTF8.GetBytes(CertificateAuthorityPem));
        return $$"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: simulator
              cluster:
                server: {{Url.GetLeftPart(UriPartial.Authority)}}
                certificate-authority-data: {{authority}}
            users:
            - name: {{user}}
              user:
                token: {{token}}
            contexts:
            - name: simulator
              context:
                cluster: simulator
                user: {{user}}
            current-context: simulator

            """;
    }

    /// <summary>An HTTP client that trusts this server and sends a token; none when it is null.</summary>
    public HttpClient CreateClient(string? token = "admin-token")
    {
        var client = new HttpClient(_application is null ? CreateHandler() : CreateSocketsHandler())
        {
            BaseAddress = Url,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
        };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Hands requests straight to this server, without a socket. Reset connections and cancelled requests fare as over one.</summary>
    public HttpMessageHandler CreateHandler() => new InProcessHandler(_pipeline.HandleAsync);

    private ServerCertificates Certificates => _certificates ?? throw new InvalidOperationException("a server that listens nowhere has no certificate");

    private SocketsHttpHandler CreateSocketsHandler()
    {
        var authority = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(CertificateAuthorityPem);
        return new SocketsHttpHandler
        {
            // The server is in this process, whatever proxy the environment names.
            UseProxy = false,
            SslOptions =
            {
                CertificateChainPolicy = new()
                {
                    TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
                    CustomTrustStore = { authority },
                },
            },
        };
    }

    /// <summary>Ends watches and held requests, then stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Faults.Clear();
        if (_application is not null)
            await _application.DisposeAsync();
        _certificates?.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication Build(ServerCertificates certificates)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8; // warnings may quote anything
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificates.Server);
            });
        });
        return builder.Build();
    }
}
