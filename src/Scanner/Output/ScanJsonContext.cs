using System.Text.Json.Serialization;
using Scanner.Core.Facts;
using Scanner.Core.Posture;
using Scanner.Core.Probing;

namespace Scanner.Output;

/// <summary>Serialization of the output, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(UtcTimeConverter),
        typeof(LowerCaseEnumConverter<Severity>),
        typeof(LowerCaseEnumConverter<PodSecurityLevel>),
        typeof(LowerCaseEnumConverter<ProbeProfile>),
        typeof(LowerCaseEnumConverter<ScanDocument.SourceKind>),
        typeof(EscalationKindConverter),
    ])]
[JsonSerializable(typeof(ScanDocument))]
internal sealed partial class ScanJsonContext : JsonSerializerContext;
