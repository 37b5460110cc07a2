using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Patching;

/// <summary>How strategic merge treats a field of a type.</summary>
internal static class PatchLookup
{
    /// <summary>The type of an object in the field, and the description of a list in it. Entries of free maps have neither.</summary>
    public static (SchemaType? Shape, SchemaField? List) Find(SchemaType? type, string field)
    {
        var found = type?.Map?.Fields.GetValueOrDefault(field);
        return (found?.Type ?? type?.Map?.Element, found?.Type.List is null ? null : found);
    }

    /// <summary>The description of a field; null in a free map.</summary>
    /// <exception cref="PatchException">The type has fields, and this is none of them.</exception>
    public static SchemaField? Require(SchemaType? type, string field)
    {
        if (type?.Map is not { Fields.Count: > 0 } map)
            return null;
        return map.Fields.GetValueOrDefault(field)
            ?? throw new PatchException(
                $"unable to find api field in struct {type.Name[(type.Name.LastIndexOf('.') + 1)..]} for the json field \"{field}\"", PatchFault.Internal);
    }
}
