namespace Scanner.Simulator.Serving;

/// <summary>The form that a client accepts first among those served.</summary>
/// <param name="IsProtobuf">Protobuf instead of JSON.</param>
/// <param name="As">Empty, <c>Table</c>, <c>PartialObjectMetadata</c> or <c>PartialObjectMetadataList</c>.</param>
internal sealed record Representation(bool IsProtobuf, string As)
{
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    public static readonly Representation Json = new(false, "");

    private static readonly string[] s_types = ["application/json", "application/yaml", Protobuf];
    private static readonly string[] s_listTypes = [.. s_types, "application/json;stream=watch", Protobuf + ";stream=watch"];

    public bool IsTable => As == "Table";

    public bool IsMetadata => As.StartsWith("PartialObjectMetadata", StringComparison.Ordinal);

    public string ContentType => IsProtobuf ? Protobuf : "application/json";

    /// <summary>Null when nothing of the Accept header can be served.</summary>
    /// <param name="protobuf">Whether the answer can be encoded as protobuf.</param>
    public static Representation? Choose(string? accept, bool protobuf) => string.IsNullOrWhiteSpace(accept)
        ? Json
        : AcceptHeader.Ordered(accept).Select(clause => Of(clause, protobuf)).FirstOrDefault(form => form is not null);

    /// <summary>The types that the route of a request has, as its refusal lists them; empty for what has no such route.</summary>
    public static IReadOnlyList<string> TypesOf(RequestInfo info, bool isCustom)
    {
        var path = info.Path.Trim('/');
        if (path == "version")
            return s_types[..1];
        if (isCustom || (!info.IsResource && path is not ("api" or "apis") && !path.StartsWith("api/", StringComparison.Ordinal) && !path.StartsWith("apis/", StringComparison.Ordinal)))
            return [];
        return info.Verb is "list" or "watch" && info.IsResource ? s_listTypes : s_types;
    }

    private static Representation? Of(AcceptHeader.Clause clause, bool protobuf)
    {
        var form = clause.Parameters.GetValueOrDefault("as", "");
        var isKnown = form is "Table" or "PartialObjectMetadata" or "PartialObjectMetadataList"
            && clause.Parameters.GetValueOrDefault("g") == "meta.k8s.io" && clause.Parameters.GetValueOrDefault("v") is "v1" or "v1beta1";
        if (form.Length > 0 && !isKnown)
            return null;
        return $"{clause.Type}/{clause.Subtype}" switch
        {
            "application/json" or "*/*" or "application/*" => new Representation(false, form),
            Protobuf when protobuf && form != "Table" => new Representation(true, form),
            _ => null,
        };
    }
}
