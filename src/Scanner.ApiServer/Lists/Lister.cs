using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Lists;

/// <summary>Follows the pages of a list.</summary>
internal sealed class Lister(ApiTransport transport, string accept)
{
    /// <summary>How often a list may start again before it is given up: versions expire faster than pages can be read.</summary>
    private const int MaxRestarts = 3;

    public async Task<ApiAnswer<ListResult>> ListAsync<T>(
        ListRequest request,
        IObjectReader<T> items,
        IListSink<T> sink,
        CancellationToken cancellationToken)
    {
        // Given up with the last page: whoever waits for the list goes on from within this method, and would have a collection copy the buffer.
        using var body = new ResponseBody(ResponseBody.PageSize);
        return await ListAsync(request, new PageReader<T>(items, sink), sink, body, cancellationToken);
    }

    private async Task<ApiAnswer<ListResult>> ListAsync<T>(
        ListRequest request, PageReader<T> pages, IListSink<T> sink, ResponseBody body, CancellationToken cancellationToken)
    {
        var (token, version, consistent, resumed, restarts) = ("", "", true, false, 0);
        while (true)
        {
            switch (await PageAsync(request, token, pages, body, cancellationToken))
            {
                // Something on the way passes no tokens on: the first page would come again and again.
                case ApiAnswer<ListMeta>.Ok { Value.Continue: { Length: > 0 } next } when next == token:
                    return new ApiAnswer<ListResult>.Failed(new TransportFailure(
                        TransportFailureKind.BadAnswer, $"the list of {request.Path} does not go on: its continue token leads to itself"));

                case ApiAnswer<ListMeta>.Ok { Value: var meta } page:
                    version = version.Length == 0 ? meta.ResourceVersion : version;
                    sink.PageRead(meta.Remaining);
                    (token, resumed) = (meta.Continue, false);
                    if (token.Length == 0)
                        return page.Map(_ => new ListResult(version, pages.Count, consistent));
                    break;

                // The server offers a token that goes on at a later version: nothing is read twice. One that fails at once is not worth another.
                case ApiAnswer<ListMeta>.Refused { Status: { Code: 410, Continue: { Length: > 0 } fresh } } when token.Length > 0 && fresh != token && !resumed:
                    (token, consistent, resumed) = (fresh, false, true);
                    break;

                case ApiAnswer<ListMeta>.Refused { Status.Code: 410 } when token.Length > 0 && restarts < MaxRestarts:
                    pages.Restart();
                    (token, version, consistent, resumed, restarts) = ("", "", true, false, restarts + 1);
                    break;

                case var failure:
                    return failure.Map(_ => new ListResult(version, pages.Count, consistent));
            }
        }
    }

    private async Task<ApiAnswer<ListMeta>> PageAsync<T>(
        ListRequest request, string token, PageReader<T> pages, ResponseBody body, CancellationToken cancellationToken)
    {
        var call = new ApiRequest(HttpMethod.Get, request.PathAndQuery(token), accept) { IsKind = kind => ListKind.IsOf(request, kind) };
        var (response, failure) = await transport.SendAsync(call, body, cancellationToken);
        if (response is null)
            return new ApiAnswer<ListMeta>.Failed(failure!);
        using (response)
            return AnswerReader.Read(response, body.Bytes, pages, call.IsKind);
    }
}
