namespace Scanner.Simulator.Serving;

/// <summary>The form that a client accepts first among those served.</summary>
/// <param name="IsProtobuf">Protobuf instead of JSON.</param>
/// <param name="As">Empty, <c>Table</c>, <c>PartialObjectMetadata</c> or <c>PartialObjectMetadataList</c>.</param>
internal sealed record Representation(bool IsProtobuf, string As)
{
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    public static readonly Representation Json = new(false, "");

    public bool IsTable => As == "Table";

    public bool IsMetadata => As.StartsWith("PartialObjectMetadata", StringComparison.Ordinal);

    public string ContentType => IsProtobuf ? Protobuf : "application/json";

    /// <summary>Null when nothing of the Accept header can be served.</summary>
    /// <param name="protobuf">Whether the answer can be encoded as protobuf.</param>
    public static Representation? Choose(string? accept, bool protobuf)
    {
        if (string.IsNullOrWhiteSpace(accept))
            return Json;
        foreach (var clause in accept.Split(','))
        {
            var parts = clause.Split(';', StringSplitOptions.TrimEntries);
            var form = parts.Skip(1).FirstOrDefault(p => p.StartsWith("as=", StringComparison.Ordinal))?[3..] ?? "";
            if (form is not ("" or "Table" or "PartialObjectMetadata" or "PartialObjectMetadataList"))
                continue;
            switch (parts[0].ToLowerInvariant())
            {
                case "application/json" or "*/*" or "application/*":
                    return new Representation(false, form);
                case Protobuf when protobuf && form != "Table":
                    return new Representation(true, form);
            }
        }

        return null;
    }
}
