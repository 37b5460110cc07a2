using System.Text.Json.Serialization;
using Scanner.Core;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Cluster;

namespace Scanner.Publishing.Documents;

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
public sealed partial class ScanJsonContext : JsonSerializerContext;
