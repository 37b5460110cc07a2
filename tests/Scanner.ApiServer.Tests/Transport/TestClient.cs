using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Tests.Lists;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

/// <summary>The client under test, its scripted server and its clock.</summary>
internal sealed class TestClient : IDisposable
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_endless = TimeSpan.FromHours(1);

    /// <param name="configure">Changes the options; by default the client's own, apart from the user agent.</param>
    public TestClient(Func<ClientOptions, ClientOptions>? configure = null, string url = "https://server:6443", Func<Exception, string?>? describeTls = null)
    {
        var options = new ClientOptions { UserAgent = "ephemeral-scanner/1.2" };
        Server = new ScriptedServer(Time);
        Kubernetes = new ApiServerClient(Server, new Uri(url), configure is null ? options : configure(options), Time, describeTls ?? (_ => null));
    }

    public FakeTimeProvider Time { get; } = new();

    public ScriptedServer Server { get; }

    public ApiServerClient Kubernetes { get; }

    /// <summary>When each request came, as time since the first.</summary>
    public IEnumerable<TimeSpan> Times => Server.Requests.Select(r => r.At - Server.Requests[0].At);

    /// <summary>A read.</summary>
    public Task<ApiAnswer<string>> GetAsync(CancellationToken cancellationToken = default) =>
        Kubernetes.GetAsync(ResourcePath.Core("pods", "open", "web"), NameReader.Instance, cancellationToken);

    /// <summary>A write: PATCH.</summary>
    public Task<ApiAnswer<string>> PatchAsync(CancellationToken cancellationToken = default) =>
        Kubernetes.DryRun.PatchAsync(ResourcePath.Core("pods", "open", "web", "ephemeralcontainers"), "{}"u8.ToArray(), NameReader.Instance, cancellationToken);

    /// <summary>A write of a sender who may lose the right to send.</summary>
    public Task<ApiAnswer<string>> PatchWhileAsync(Func<bool> maySend) =>
        Kubernetes.DryRunWhile(maySend).PatchAsync(ResourcePath.Core("pods", "open", "web", "ephemeralcontainers"), "{}"u8.ToArray(), NameReader.Instance, default);

    /// <summary>A write: POST.</summary>
    public Task<ApiAnswer<string>> CreateAsync(CancellationToken cancellationToken = default) =>
        Kubernetes.DryRun.CreateAsync(ResourcePath.Core("pods", "open"), "{}"u8.ToArray(), NameReader.Instance, cancellationToken);

    /// <summary>GET, PATCH or POST.</summary>
    public Task<ApiAnswer<string>> SendAsync(string method, CancellationToken cancellationToken = default) => method switch
    {
        "GET" => GetAsync(cancellationToken),
        "PATCH" => PatchAsync(cancellationToken),
        _ => CreateAsync(cancellationToken),
    };

    /// <summary>
    /// Moves the clock until <paramref name="call"/> is done. It runs without a synchronization context, where what a timer wakes
    /// runs before the clock moves on: the times that a test sees do not depend on the machine's load.
    /// </summary>
    public Task<T> RunAsync<T>(Func<Task<T>> call) => Task.Run(async () =>
    {
        var start = Time.GetUtcNow();
        var task = call();
        while (!task.IsCompleted)
        {
            Assert.True(Time.GetUtcNow() - start < s_endless, "the call does not end");
            Time.Advance(s_step);
            await Task.Yield();
        }

        return await task;
    });

    public void Dispose() => Kubernetes.Dispose();
}
