using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Scanner.Core.Posture;
using Scanner.Publishing.Board;
using Scanner.Publishing.Tests.Formats;
using Scanner.Publishing.Web;

namespace Scanner.Publishing.Tests.Web;

/// <summary>The endpoint on a port of its own, with access and replica as a test says.</summary>
internal sealed class PostureRig : IAsyncDisposable, IPostureAccess, IReplica
{
    private WebApplication _app = null!;
    private long _number;

    public PostureBoard Board { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    public bool IsLeading { get; set; } = true;

    /// <summary>What tokens are worth; none is known else.</summary>
    public Dictionary<string, PostureAccess> Tokens { get; } = [];

    /// <summary>Tokens that were asked about.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public int Rendered => _app.Services.GetRequiredService<PostureRenderings>().Count;

    /// <param name="address">Any port; a loopback address, or 0.0.0.0 for one that asks for tokens.</param>
    public static async Task<PostureRig> StartAsync(string address = "127.0.0.1")
    {
        var rig = new PostureRig();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenForPosture(new IPEndPoint(IPAddress.Parse(address), 0)));
        builder.Services.AddSingleton(rig.Board).AddSingleton<IPostureAccess>(rig).AddSingleton<IReplica>(rig).AddPosture();
        rig._app = builder.Build();
        rig._app.UsePosture();
        await rig._app.StartAsync();
        rig.Url = new Uri($"http://127.0.0.1:{new Uri(rig._app.Urls.Single()).Port}");
        rig.Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = rig.Url };
        return rig;
    }

    public PostureSnapshot Publish(ScanResult? scan = null)
    {
        var snapshot = new PostureSnapshot(++_number, Samples.Now, scan ?? Samples.Result(), new FullScanState());
        Board.Publish(snapshot);
        return snapshot;
    }

    /// <param name="headers">NAME: VALUE.</param>
    public async Task<HttpResponseMessage> SendAsync(string method = "GET", string path = PostureServices.Path, params string[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var header in headers)
            request.Headers.TryAddWithoutValidation(header.Split(": ", 2)[0], header.Split(": ", 2)[1]);
        return await Http.SendAsync(request);
    }

    public Task<PostureAccess> CheckAsync(string token, CancellationToken cancellationToken)
    {
        Asked.Enqueue(token);
        return Task.FromResult(Tokens.GetValueOrDefault(token, PostureAccess.Unauthenticated));
    }

    public string WhyNoSnapshot() => "nothing is known yet";

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
