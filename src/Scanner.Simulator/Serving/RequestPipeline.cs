using Microsoft.AspNetCore.Http;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Security;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Every request's way: authentication, faults, impersonation, authorization, then the handler of its verb.</summary>
internal sealed class RequestPipeline
{
    private readonly ClusterStore _store;
    private readonly TokenRegistry _tokens;
    private readonly FaultList _faults;
    private readonly RequestLog _log;
    private readonly OpenRequests _open;
    private readonly RbacAuthorizer _authorizer;
    private readonly Impersonation _impersonation;
    private readonly AnswerWriter _writer;
    private readonly FaultInjector _injector;
    private readonly ListHandler _lists;
    private readonly WatchHandler _watches;
    private readonly WriteHandler _writes;
    private readonly DeleteHandler _deletes;
    private readonly ReviewHandler _reviews;
    private readonly DiscoveryHandler _discovery;

    public RequestPipeline(
        ClusterStore store, TokenRegistry tokens, FaultList faults, RequestLog log, OpenRequests open, IAdmissionChain? admission, CancellationToken stopping)
    {
        var pipeline = new WritePipeline(store, admission);
        _store = store;
        _tokens = tokens;
        _faults = faults;
        _log = log;
        _open = open;
        _authorizer = new RbacAuthorizer(store);
        _impersonation = new Impersonation(_authorizer, store.Options.Version);
        _writer = new AnswerWriter(store.Options);
        _injector = new FaultInjector(_writer);
        _lists = new ListHandler(store);
        _watches = new WatchHandler(store, stopping);
        _writes = new WriteHandler(store, pipeline);
        _deletes = new DeleteHandler(store, pipeline);
        _reviews = new ReviewHandler(store, _authorizer, tokens);
        _discovery = new DiscoveryHandler(store);
    }

    public async Task HandleAsync(HttpContext http)
    {
        _open.Begin(http);
        try
        {
            await RespondAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // the client has gone, or the connection was reset on purpose
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            // A bug here, or in a plug-in of the test: said in the answer, for there is no log to look at.
            http.Response.Headers.Clear();
            await _writer.StatusAsync(http, ApiStatus.Failure(500, "InternalError", $"Internal error occurred: {e}"), Representation.Json);
        }
        finally
        {
            _open.End(http);
        }
    }

    private async Task RespondAsync(HttpContext http)
    {
        var (body, tooLarge) = await RequestBody.ReadAsync(http);
        var info = RequestInfo.Parse(http.Request.Method, http.Request.Path.Value ?? "/", http.Request.Query);
        var sender = _tokens.Authenticate(http.Request.Headers.Authorization);
        var received = Describe(http, sender, body);
        _log.Add(received);
        var fault = _faults.Take(received);
        if (await _injector.BeforeAsync(http, fault))
            return;

        var answer = sender is null
            ? new Answer.OfStatus(ApiErrors.Unauthorized())
            : await AnswerAsync(http, info, sender, body, tooLarge, fault);
        if (answer is not Answer.Done && !await _injector.AfterAsync(http, fault, answer))
            await _writer.WriteAsync(http, answer);
    }

    private async Task<Answer> AnswerAsync(HttpContext http, RequestInfo info, UserInfo sender, byte[] body, bool tooLarge, Fault? fault)
    {
        try
        {
            var user = _impersonation.Resolve(sender, http.Request.Headers, info);
            if (_authorizer.Decide(user, info.Access) is { Allowed: false } denied)
                return new Answer.OfStatus(ApiErrors.Forbidden(user, info.Access, denied.Reason));
            if (fault?.Kind == FaultKind.NoRoles && !user.Groups.Contains("system:masters"))
                return new Answer.OfStatus(ApiErrors.Forbidden(user, info.Access, "no roles are known yet"));
            if (tooLarge)
                return new Answer.OfStatus(ApiErrors.TooLarge(RequestBody.Limit));
            if (info.HasEmptyPart)
                return _discovery.NotServed(info);
            var request = new ApiRequest(http, info, user, body, fault);
            if (!info.IsResource)
                return http.Request.Method == HttpMethods.Get ? Unacceptable(request) ?? _discovery.Get(request) : new Answer.OfStatus(ApiErrors.MethodNotAllowed());
            return _store.Catalog.Find(info.Group, info.Version, info.Resource) is { } type
                ? Unacceptable(request with { Type = type }) ?? await AnswerAsync(request with { Type = type })
                : _discovery.NotServed(info);
        }
        catch (RefusalException refusal)
        {
            return new Answer.OfStatus(refusal.Status) { Warnings = refusal.Warnings };
        }
    }

    private static Answer.OfStatus? Unacceptable(ApiRequest request)
    {
        var served = Representation.TypesOf(request.Info, isCustom: request.Type?.Custom is not null);
        return served.Count == 0 || AcceptHeader.Names(request.Http.Request.Headers.Accept, served) ? null : new Answer.OfStatus(ApiErrors.NotAcceptable(served));
    }

    private async Task<Answer> AnswerAsync(ApiRequest request)
    {
        try
        {
            var answer = await DispatchAsync(request);
            return answer with { Warnings = [.. request.Warnings, .. answer.Warnings] };
        }
        catch (RefusalException refusal)
        {
            return new Answer.OfStatus(refusal.Status) { Warnings = [.. request.Warnings, .. refusal.Warnings] };
        }
    }

    private async Task<Answer> DispatchAsync(ApiRequest request)
    {
        var (type, info) = (request.Type, request.Info);
        var verbs = type.Verbs;
        if (info.Subresource.Length > 0)
        {
            if (type.Subresources.FirstOrDefault(s => s.Name == info.Subresource) is not { } subresource)
                return new Answer.OfStatus(ApiErrors.NoSuchResource());
            verbs = subresource.Verbs;
        }

        // All namespaces can be read together, but nothing written; and an update is of one object.
        if (type.Namespaced && info.Namespace.Length == 0 && info.Verb is not ("list" or "watch"))
            return new Answer.OfStatus(info.Name.Length == 0 ? ApiErrors.MethodNotAllowed() : ApiErrors.NoSuchResource());
        if (info.Verb is "update" or "patch" && info.Name.Length == 0)
            return new Answer.OfStatus(ApiErrors.MethodNotAllowed());
        if (!verbs.Contains(info.Verb))
            return new Answer.OfStatus(ApiErrors.MethodNotAllowed());
        return info.Verb switch
        {
            "get" => _lists.Get(request),
            "list" => _lists.List(request),
            "watch" => await _watches.WatchAsync(request),
            "create" when ReviewHandler.Handles(type, info.Subresource) => _reviews.Create(request),
            "create" when info is { Subresource: "", Name: "" } => await _writes.CreateAsync(request),
            "update" => await _writes.UpdateAsync(request),
            "patch" => await _writes.PatchAsync(request),
            "delete" when info.Subresource.Length == 0 => await _deletes.DeleteAsync(request),
            "deletecollection" => await _deletes.DeleteCollectionAsync(request),
            _ => new Answer.OfStatus(ApiErrors.MethodNotAllowed()),
        };
    }

    private static ReceivedRequest Describe(HttpContext http, UserInfo? user, byte[] body)
    {
        var impersonated = http.Request.Headers["Impersonate-User"].ToString();
        return new ReceivedRequest(
            http.Request.Method,
            http.Request.Path.Value ?? "/",
            http.Request.QueryString.Value ?? "",
            user is not null && impersonated.Length > 0 ? impersonated : user?.Name,
            http.Request.Headers.UserAgent.ToString(),
            http.Request.Headers.Accept,
            http.Request.ContentType,
            HttpMethods.IsGet(http.Request.Method) ? null : System.Text.Encoding.UTF8.GetString(body));
    }
}
