using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <param name="isLenient">As cel-go in the API server: the last of two values of one key stands, and doubles may be keys.</param>
internal sealed class MapNode(Node[] keys, Node[] values, bool[] areOptional, bool isLenient) : Node
{
    public override CelValue Run(Frame frame)
    {
        frame.Charge(30);
        var (names, contents) = (new CelValue[keys.Length], new CelValue[keys.Length]);
        var (first, second) = (RunAll(keys, frame, names), RunAll(values, frame, contents));
        if (first is not null || second is not null)
            return first is null ? second! : second is null ? first : CelUnknown.Worse(first, second);
        var table = new Dictionary<CelValue, CelValue>(keys.Length);
        for (var i = 0; i < names.Length; i++)
        {
            var value = contents[i];
            if (areOptional[i])
            {
                if (value is not CelOptional optional)
                    return new CelError($"cannot initialize optional entry '{names[i]}' from non-optional value {value}");
                if (optional.Value is null)
                    continue;
                value = optional.Value;
            }

            if (isLenient && (table.ContainsKey(names[i]) || names[i].Kind == CelKind.Double))
                table[names[i]] = value;
            else if (Add(table, names[i], value) is { } error)
                return error;
        }

        return new CelTable(table);
    }

    /// <summary>Null when the entry is in the table.</summary>
    public static CelError? Add(Dictionary<CelValue, CelValue> table, CelValue key, CelValue value)
    {
        if (key.Kind is not (CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.String))
            return new CelError($"unsupported key type: {key.Type.Name}");
        return table.TryAdd(key, value) ? null : new CelError($"Failed with repeated key: {key}");
    }
}
