using System.Text.Json;
using System.Text.Json.Serialization;
using Scanner.Core.Rbac.Escalations;

namespace Scanner.Publishing.Documents;

/// <summary>The words of the contract: <c>escalate, bind, impersonate, create-bindings, token</c>.</summary>
public sealed class EscalationKindConverter : JsonConverter<EscalationKind>
{
    private static readonly EscalationKind[] s_kinds = Enum.GetValues<EscalationKind>();

    public override EscalationKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var word = reader.GetString();
        var at = Array.FindIndex(s_kinds, k => WordOf(k) == word);
        return at >= 0 ? s_kinds[at] : throw new JsonException("no such kind of escalation");
    }

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
