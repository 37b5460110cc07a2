using System.Text;
using System.Text.Json;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Kyverno.Trees;

/// <summary>Hands values to readers of JSON.</summary>
internal static class JsonOf
{
    public static MatchResources Read(CelValue matchConstraints) => MatchReader.Read(Element(matchConstraints));

    public static JsonElement Element(CelValue value)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(JsonText.Of(value)));
        return document.RootElement.Clone();
    }
}
