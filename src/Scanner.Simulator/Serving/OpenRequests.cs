using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Scanner.Simulator.Serving;

/// <summary>The requests under way, by the <c>Audit-ID</c> that their clients gave them. Thread-safe.</summary>
internal sealed class OpenRequests
{
    /// <summary>As the real server has it: a client may choose the id of its request.</summary>
    private const string Header = "Audit-ID";

    private readonly ConcurrentDictionary<string, OpenRequest> _open = [];

    public OpenRequest? Find(string id) => _open.GetValueOrDefault(id);

    public void Begin(HttpContext http)
    {
        var request = new OpenRequest();
        http.Features.Set(request);
        if (Id(http) is { Length: > 0 } id)
            _open[id] = request;
    }

    public void End(HttpContext http)
    {
        if (Id(http) is { Length: > 0 } id)
            _open.TryRemove(id, out _);
    }

    private static string Id(HttpContext http) => http.Request.Headers[Header].ToString();
}
