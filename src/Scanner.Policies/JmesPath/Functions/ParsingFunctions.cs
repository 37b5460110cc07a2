using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Libraries;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Images;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>Kyverno's functions that read texts, and those that make objects.</summary>
internal static class ParsingFunctions
{
    public static void AddTo(JmesFunctions list)
    {
        list.Add("parse_json(string)", a => JsonValues.Parse(Arg.Text(a[0])) ?? new CelError("JMESPath function 'parse_json': invalid JSON"));
        // JSON is YAML too; other YAML is not read here.
        list.Add("parse_yaml(string)", a => JsonValues.Parse(Arg.Text(a[0])) ?? CelUnknown.Of("the text of parse_yaml()"));
        list.Add("lookup(object|array, string|number)", a => Lookup(a[0], a[1]));
        list.Add("items(object|array, string, string)", a => Items(a[0], a[1], a[2]));
        list.Add("object_from_lists(array, array)", a => FromLists((CelList)a[0], (CelList)a[1]));
        list.Add("label_match(object, object)", a => CelBool.Of(((CelMap)a[0]).Keys.All(k => ((CelMap)a[1]).Find(k) is { } value && value.Equals(((CelMap)a[0]).Find(k)))));
        list.Add("semver_compare(string, string)", a => SemverRange.Contains(Arg.Text(a[1]), Arg.Text(a[0])));
        list.Add("image_normalize(string)", a => ImageReference.Parse(Arg.Text(a[0])) is { } image
            ? Arg.Text(image.Reference)
            : new CelError($"JMESPath function 'image_normalize': bad image: {Arg.Text(a[0])}"));
        list.Add("is_external_url(string)", a => IsExternal(Arg.Text(a[0])));
        foreach (var (signature, what) in ((string, string)[])
            [("random(string)", "a random text"), ("x509_decode(string)", "the certificate of x509_decode()")])
        {
            list.Add(signature, _ => CelUnknown.Of(what));
        }
    }

    private static CelValue Lookup(CelValue within, CelValue key) => (within, key) switch
    {
        (CelMap map, CelString) => map.Find(key) ?? CelNull.Value,
        (CelList list, _) when Equality.IsNumber(key) => JmesNumbers.ToDouble(key) is >= 0 and var index && index < list.Count && index == Math.Floor(index)
            ? list[(int)index]
            : CelNull.Value,
        _ => new CelError("JMESPath function 'lookup': argument #2 is not of type " + (within is CelMap ? "String" : "Number")),
    };

    private static CelList Items(CelValue within, CelValue keyName, CelValue valueName)
    {
        (CelValue Key, CelValue Value)[] pairs = within is CelMap map
            ? [.. map.Keys.OrderBy(k => k.ToString(), StringComparer.Ordinal).Select(k => (k, map.Find(k)!))]
            : [.. ((CelList)within).Items.ToArray().Select((value, index) => ((CelValue)CelInt.Of(index), value))];
        return new CelList([.. pairs.Select(p => new CelTable(new Dictionary<CelValue, CelValue> { [keyName] = p.Key, [valueName] = p.Value }))]);
    }

    private static CelValue FromLists(CelList keys, CelList values)
    {
        var table = new Dictionary<CelValue, CelValue>();
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i] is not CelString && !Equality.IsNumber(keys[i]) && keys[i] is not CelBool)
                return new CelError("JMESPath function 'object_from_lists': argument #1 is not of type StringArray");
            table[keys[i] is CelString ? keys[i] : Arg.Text(JsonText.Of(keys[i]))] = i < values.Count ? values[i] : CelNull.Value;
        }

        return new CelTable(table);
    }

    /// <summary>Names would have to be resolved; addresses need not.</summary>
    private static CelValue IsExternal(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || IpAddress.Parse(parsed.Host.Trim('[', ']')).Address is not { } address)
            return CelUnknown.Of($"the address of {url}");
        var bytes = address.Bytes;
        var isPrivate = address.IsV4
            ? bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168)
            : (bytes[0] & 0xfe) == 0xfc;
        return CelBool.Of(!isPrivate && !address.IsLoopback);
    }
}
