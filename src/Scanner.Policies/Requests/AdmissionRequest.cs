using System.Text.Json;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Requests;

/// <summary>
/// What is asked of admission, as AdmissionReview v1 has it
/// (https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/).
/// </summary>
public sealed record AdmissionRequest
{
    private CelValue? _objectValue;
    private CelValue? _oldObjectValue;

    public required GroupVersionKind Kind { get; init; }

    public required GroupVersionResource Resource { get; init; }

    /// <summary>Empty for the resource itself.</summary>
    public string SubResource { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Empty for objects of the cluster.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The labels of that namespace. Its name is one of them for selectors, whether it is here or not.</summary>
    public IReadOnlyDictionary<string, string> NamespaceLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>False where the namespace may have other labels than <see cref="NamespaceLabels"/> holds.</summary>
    public bool AreNamespaceLabelsKnown { get; init; } = true;

    /// <summary>CREATE, UPDATE, DELETE or CONNECT.</summary>
    public required string Operation { get; init; }

    public RequestUser User { get; init; } = new("", []);

    /// <summary>Null when the object is deleted.</summary>
    public JsonElement? Object
    {
        get;
        init => (field, _objectValue) = (value is { } item ? LoneSurrogates.Replaced(item) : null, null);
    }

    /// <summary>Null when the object is created.</summary>
    public JsonElement? OldObject
    {
        get;
        init => (field, _oldObjectValue) = (value is { } item ? LoneSurrogates.Replaced(item) : null, null);
    }

    /// <summary><see cref="Object"/> as expressions see it. Hundreds of policies read the same request, so it is made once.</summary>
    internal CelValue? ObjectValue => Object is { } item ? _objectValue ??= JsonValues.FromLate(item) : null;

    /// <summary><see cref="OldObject"/> as expressions see it, made once.</summary>
    internal CelValue? OldObjectValue => OldObject is { } item ? _oldObjectValue ??= JsonValues.FromLate(item) : null;

    public bool IsDryRun { get; init; }

    /// <summary>The labels of an object: none where it has none.</summary>
    public static Dictionary<string, string> LabelsOf(JsonElement? json)
    {
        var labels = new Dictionary<string, string>();
        if (json is not { ValueKind: JsonValueKind.Object } item || !item.TryGetProperty("metadata", out var metadata)
            || metadata.ValueKind != JsonValueKind.Object || !metadata.TryGetProperty("labels", out var all) || all.ValueKind != JsonValueKind.Object)
        {
            return labels;
        }

        foreach (var label in LoneSurrogates.Replaced(all).EnumerateObject())
            labels[label.Name] = label.Value.ToString();
        return labels;
    }
}
