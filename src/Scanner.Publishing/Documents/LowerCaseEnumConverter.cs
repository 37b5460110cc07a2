using System.Text.Json;
using System.Text.Json.Serialization;

namespace Scanner.Publishing.Documents;

/// <summary>Writes an enum's names in lower case, as the contract has severities, profiles and levels.</summary>
public sealed class LowerCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
