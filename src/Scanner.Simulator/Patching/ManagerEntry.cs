using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Patching;

/// <summary>One entry of <c>metadata.managedFields</c>: a manager and the fields that it owns. Immutable but for <see cref="Fields"/>' own setter.</summary>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="Time">When it last changed something; null in entries that never said.</param>
internal sealed record ManagerEntry(string Manager, string Operation, string ApiVersion, string Subresource, string? Time, FieldSet Fields)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    public bool IsApply => Operation == Apply;

    /// <summary>Null when the entry cannot be read; the server then forgets all of them.</summary>
    public static ManagerEntry? Read(JsonObject json)
    {
        var operation = json.Text("operation");
        var apiVersion = json.Text("apiVersion");
        return operation is Apply or Update && apiVersion is { Length: > 0 } && json.Text("fieldsType") == "FieldsV1"
            ? new ManagerEntry(
                json.Text("manager") ?? "",
                operation,
                apiVersion,
                json.Text("subresource") ?? "",
                json.Text("time"),
                json.Object("fieldsV1") is { } fields ? FieldSet.FromJson(fields) : new FieldSet())
            : null;
    }

    /// <summary>Whether both stand for the same owner: an applier keeps its entry from version to version.</summary>
    public bool IsSameOwner(ManagerEntry other) =>
        Manager == other.Manager && Operation == other.Operation && Subresource == other.Subresource && (IsApply || ApiVersion == other.ApiVersion);

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["manager"] = Manager,
            ["operation"] = Operation,
            ["apiVersion"] = ApiVersion,
            ["time"] = Time,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = Fields.ToJson(),
        };
        if (Subresource.Length > 0)
            json["subresource"] = Subresource;
        return json;
    }

    /// <summary>As conflicts name it.</summary>
    public override string ToString()
    {
        var text = $"\"{Manager}\"";
        if (Subresource.Length > 0)
            text += $" with subresource \"{Subresource}\"";
        return IsApply ? text : $"{text} using {ApiVersion}";
    }
}
