using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Images;

namespace Scanner.Policies.Cel.Libraries;

/// <summary>
/// Kyverno's libraries (https://kyverno.io/docs/policy-types/cel-libraries/). What would ask a cluster, a registry or the network is a
/// member of a variable whose value is not known; so the members need only be there.
/// </summary>
internal static class KyvernoFunctions
{
    private static readonly string[] s_members =
    [
        "Get(dyn)", "Get(dyn, dyn)", "Get(dyn, dyn, dyn)", "Get(dyn, dyn, dyn, dyn)", "List(dyn)", "List(dyn, dyn)", "List(dyn, dyn, dyn)",
        "List(dyn, dyn, dyn, dyn)", "Post(dyn, dyn)", "Post(dyn, dyn, dyn)", "Post(dyn, dyn, dyn, dyn)", "ToGVR(dyn, dyn)", "Client(dyn)",
        "GetMetadata(dyn)", "GetImageData(dyn)", "Apply(dyn, dyn)",
    ];

    public static void AddTo(FunctionList list)
    {
        foreach (var member in s_members.SelectMany(m => new[] { m, char.ToLowerInvariant(m[0]) + m[1..] }))
            list.Add($"dyn.{member}: dyn", _ => CelError.NoSuchOverload);
        list.Add("dyn.orValue(dyn): dyn", a => a[0] is CelOptional o ? o.Value ?? a[1] : a[0]);
        foreach (var (name, body) in ((string, Func<CelValue[], CelValue>)[])[("image", Parse), ("parseImageReference", Parse)])
            list.Add($"{name}(string): dyn", body);
        list.Add("isImage(string): bool", a => CelBool.Of(ImageReference.Parse(Arg.Text(a[0])) is not null));
        AddImage(list);
        foreach (var prefix in (string[])["", "user."])
            list.Add($"{prefix}parseServiceAccount(string): dyn", a => ServiceAccount(Arg.Text(a[0])));
        foreach (var prefix in (string[])["", "hash."])
        {
            list.Add($"{prefix}sha256(string): string", a => Arg.Text(HexHashes.Sha256(Arg.Text(a[0]))));
            list.Add($"{prefix}sha1(string): string", a => Arg.Text(HexHashes.Sha1(Arg.Text(a[0]))));
            list.Add($"{prefix}md5(string): string", a => Arg.Text(HexHashes.Md5(Arg.Text(a[0]))));
        }

        AddUnknown(list);
        list.Add("json.unmarshal(dyn): dyn", a => a[0] is CelString text ? JsonValues.Parse(text.Value) ?? new CelError("invalid JSON") : CelError.NoSuchOverload);
        list.Add("math.round(double, int): double", a => new CelDouble(Math.Round(((CelDouble)a[0]).Value, (int)Math.Clamp(Arg.Int(a[1]), 0, 15), MidpointRounding.AwayFromZero)));
        list.Add("listObjToMap(list(dyn), list(dyn), string, string): dyn", a => ToMap((CelList)a[0], (CelList)a[1], a[2], a[3]));
        list.Add("transform.listObjToMap(list(dyn), list(dyn), string, string): dyn", a => ToMap((CelList)a[0], (CelList)a[1], a[2], a[3]));
    }

    /// <summary>What depends on the time, on chance, or on a format that is not read here.</summary>
    private static void AddUnknown(FunctionList list)
    {
        foreach (var (signature, what) in ((string, string)[])
            [
                ("time.now(): timestamp", "the present time"), ("now(): timestamp", "the present time"), ("random(): string", "a random text"),
                ("random(string): string", "a random text"), ("x509.decode(string): dyn", "a certificate"), ("yaml.parse(string): dyn", "the text of yaml.parse()"),
                ("gzip.decompress(bytes): string", "compressed bytes"), ("gzip.compress(dyn): bytes", "compressed bytes"), ("json.marshal(dyn): string", "json.marshal()"),
                ("time.toCron(timestamp): string", "time.toCron()"), ("time.truncate(timestamp, duration): timestamp", "time.truncate()"),
            ])
        {
            list.Add(signature, _ => CelUnknown.Of(what));
        }
    }

    private static void AddImage(FunctionList list)
    {
        foreach (var (name, type, read) in ((string, string, Func<ImageReference, CelValue>)[])
            [
                ("registry", "string", i => Arg.Text(i.Registry == ImageReference.DefaultRegistry ? "index.docker.io" : i.Registry)),
                ("repository", "string", i => Arg.Text(i is { Registry: ImageReference.DefaultRegistry } && !i.Path.Contains('/', StringComparison.Ordinal) ? "library/" + i.Path : i.Path)),
                ("identifier", "string", i => Arg.Text(i.Digest.Length > 0 ? i.Digest : i.Tag)),
                ("tag", "string", i => Arg.Text(i.Digest.Length > 0 ? "" : i.Tag)),
                ("digest", "string", i => Arg.Text(i.Digest)),
                ("containsDigest", "bool", i => CelBool.Of(i.Digest.Length > 0)),
            ])
        {
            list.Add($"dyn.{name}(): {type}", a => a[0] is KyvernoImage image ? read(image.Reference) : CelError.NoSuchOverload);
        }
    }

    private static CelValue Parse(CelValue[] arguments) =>
        ImageReference.Parse(Arg.Text(arguments[0])) is { } image ? new KyvernoImage(image) : new CelError("could not parse reference: " + Arg.Text(arguments[0]));

    private static CelTable ServiceAccount(string user)
    {
        const string prefix = "system:serviceaccount:";
        var rest = user.StartsWith(prefix, StringComparison.Ordinal) ? user[prefix.Length..] : "";
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var (space, name) = colon < 0 ? ("", "") : (rest[..colon], rest[(colon + 1)..]);
        return CelTable.Of(("Name", Arg.Text(name)), ("Namespace", Arg.Text(space)));
    }

    private static CelValue ToMap(CelList keys, CelList values, CelValue keyName, CelValue valueName)
    {
        var table = new Dictionary<CelValue, CelValue>();
        for (var i = 0; i < Math.Min(keys.Count, values.Count); i++)
        {
            if ((keys[i] as CelMap)?.Find(keyName) is not CelString key || (values[i] as CelMap)?.Find(valueName) is not { } value)
                return CelError.NoSuchOverload;
            table[key] = value;
        }

        return keys.Count == values.Count ? new CelTable(table) : CelError.NoSuchOverload;
    }
}
