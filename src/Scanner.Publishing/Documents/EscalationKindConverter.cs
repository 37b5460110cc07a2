using System.Text.Json;
using System.Text.Json.Serialization;
using Scanner.Core.Rbac.Escalations;

namespace Scanner.Publishing.Documents;

/// <summary>The words of the contract: <c>escalate, bind, impersonate, create-bindings, token</c>.</summary>
public sealed class EscalationKindConverter : JsonConverter<EscalationKind>
{
    public override EscalationKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("results are written, never read");

    public override void Write(Utf8JsonWriter writer, EscalationKind value, JsonSerializerOptions options) => writer.WriteStringValue(WordOf(value));

    public static string WordOf(EscalationKind kind) => kind switch
    {
        EscalationKind.Escalate => "escalate",
        EscalationKind.Bind => "bind",
        EscalationKind.CreateBindings => "create-bindings",
        EscalationKind.Impersonate => "impersonate",
        _ => "token",
    };
}
