using Scanner.Simulator.Faults;
using Scanner.Simulator.Selectors;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Answers get and list.</summary>
internal sealed class ListHandler(ClusterStore store)
{
    private const string TokenTooOld =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue "
        + "parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token "
        + "results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned "
        + "and now may show up in the list.";

    // Servers that page from a cache write tokens with a leading slash; the recorded older ones do not.
    private bool LeadingSlash => store.Options.Version >= KubernetesVersion.V1_36;

    public Answer Get(ApiRequest request) =>
        store.Find(request.Type, request.ObjectNamespace, request.Info.Name) is { } found
            ? new Answer.OfObject(200, request.Type, found)
            : new Answer.OfStatus(ApiErrors.NotFound(request.Type, request.Info.Name));

    public Answer List(ApiRequest request)
    {
        ListOptions.Validate(request, store.Options.Version);
        var selector = Selector(request);
        _ = ListOptions.Number(request, "timeoutSeconds");
        var limit = ListOptions.Number(request, "limit") ?? 0;
        var token = request.Query["continue"].ToString();
        return new Answer.OfList(request.Type, token.Length > 0 ? Next(request, selector, limit, token) : First(request, selector, limit));
    }

    /// <exception cref="RefusalException">A selector cannot be read.</exception>
    public static ObjectSelector Selector(ApiRequest request)
    {
        var (labels, fields) = (request.Query["labelSelector"].ToString(), request.Query["fieldSelector"].ToString());
        try
        {
            return new ObjectSelector(request.ObjectNamespace, LabelSelector.Parse(labels), FieldSelector.Parse(fields, request.Type));
        }
        catch (FormatException e)
        {
            throw new RefusalException(ApiErrors.BadRequest(e.Message));
        }
    }

    private ListPage First(ApiRequest request, ObjectSelector selector, long limit)
    {
        var (objects, version) = store.ReadAll(request.Type);
        if (ListOptions.Number(request, "resourceVersion") is { } asked)
        {
            if (asked > version)
                throw new RefusalException(ApiErrors.TooLargeVersion(asked, version));
            if (request.Query["resourceVersionMatch"] == "Exact" && asked != version)
            {
                objects = store.Snapshot(request.Type, asked)
                    ?? throw new RefusalException(ApiErrors.Expired($"The resourceVersion for the provided list is too old."));
                version = asked;
            }
        }

        return Page(request, objects, version, selector, "", limit);
    }

    private ListPage Next(ApiRequest request, ObjectSelector selector, long limit, string text)
    {
        var token = ContinueToken.Decode(text);
        if (token.Version < 0)
        {
            var (now, current) = store.ReadAll(request.Type);
            return Page(request, now, current, selector, token.Start, limit);
        }

        var snapshot = request.Fault?.Kind == FaultKind.ExpiredContinue ? null : store.Snapshot(request.Type, token.Version);
        return snapshot is null
            ? throw new RefusalException(ApiErrors.Expired(TokenTooOld, new ContinueToken(-1, token.Start).Encode(LeadingSlash)))
            : Page(request, snapshot, token.Version, selector, token.Start, limit);
    }

    private ListPage Page(ApiRequest request, StoredObject[] objects, long version, ObjectSelector selector, string start, long limit)
    {
        var prefix = selector.Namespace.Length == 0 ? "" : selector.Namespace + "/";
        var inNamespace = KeyOrder.Namespace(objects, selector.Namespace);
        var from = start.Length == 0 ? 0 : KeyOrder.FirstFrom(inNamespace, prefix + start);
        if (limit <= 0 && selector.IsEverything)
            return new ListPage(inNamespace[from..], version, null, null);

        var items = new List<StoredObject>();
        var at = from;
        for (; at < inNamespace.Count && (limit <= 0 || items.Count < limit); at++)
        {
            if (selector.Matches(inNamespace[at]))
                items.Add(inNamespace[at]);
        }

        // A selector may match nothing more: the server looks ahead before it offers another page.
        var more = at < inNamespace.Count && (selector.IsEverything || inNamespace[at..].Any(selector.Matches));
        if (!more)
            return new ListPage(items, version, null, null);
        store.KeepSnapshot(request.Type, version, objects);
        var next = new ContinueToken(version, items[^1].Key[prefix.Length..] + "\0");
        return new ListPage(items, version, next.Encode(LeadingSlash), selector.IsEverything ? inNamespace.Count - at : null);
    }
}
