using System.Text.Json.Nodes;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Admission;

/// <summary>Collects what API validation finds and turns it into the 422 Status (k8s.io/apimachinery field errors).</summary>
internal sealed class FieldErrors
{
    private readonly List<(string Reason, string Message, string Field)> _errors = [];

    public bool Any => _errors.Count > 0;

    public void Required(string field, string detail = "") => Add("FieldValueRequired", "Required value", field, detail);

    public void Forbidden(string field, string detail) => Add("FieldValueForbidden", "Forbidden", field, detail);

    public void Duplicate(string field, string value) => Add("FieldValueDuplicate", "Duplicate value: " + GoText.Quote(value), field, "");

    public void NotFound(string field, string value) => Add("FieldValueNotFound", "Not found: " + GoText.Quote(value), field, "");

    /// <param name="value">As it is printed: quoted when it is a string.</param>
    public void Invalid(string field, string value, string detail) => Add("FieldValueInvalid", "Invalid value: " + value, field, detail);

    public void NotSupported(string field, string value, params IEnumerable<string> supported) =>
        Add("FieldValueNotSupported", "Unsupported value: " + GoText.Quote(value), field, "supported values: " + GoText.QuoteAll(supported.Order(StringComparer.Ordinal)));

    /// <summary>The 422 answer, or null when nothing was found.</summary>
    public ApiStatus? ToStatus(string kind, string name)
    {
        if (!Any)
            return null;
        var texts = _errors.Select(e => $"{e.Field}: {e.Message}").Distinct(StringComparer.Ordinal).ToList();
        var text = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        JsonNode?[] causes = [.. _errors.Select(e => new JsonObject { ["reason"] = e.Reason, ["message"] = e.Message, ["field"] = e.Field })];
        var details = new JsonObject { ["name"] = name, ["kind"] = kind, ["causes"] = new JsonArray(causes) };
        return ApiStatus.Failure(422, "Invalid", $"{kind} {GoText.Quote(name)} is invalid: {text}", details);
    }

    private void Add(string reason, string type, string field, string detail) =>
        _errors.Add((reason, detail.Length == 0 ? type : $"{type}: {detail}", field));
}
