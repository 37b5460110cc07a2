using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

internal static class FormatFunctions
{
    private static readonly NamedFormat[] s_formats =
    [
        new("dns1123Label", t => Names.Label(t)),
        new("dns1123Subdomain", t => Names.Subdomain(t)),
        new("dns1035Label", t => Names.Label1035(t)),
        new("qualifiedName", Names.QualifiedName),
        new("dns1123LabelPrefix", t => Names.Label(Names.WithoutDash(t))),
        new("dns1123SubdomainPrefix", t => Names.Subdomain(Names.WithoutDash(t))),
        new("dns1035LabelPrefix", t => Names.Label1035(Names.WithoutDash(t))),
        new("labelValue", Names.LabelValue),
        new("uri", t => UrlParts.Parse(t) is null ? [$"parse \"{t}\": invalid URI for request"] : []),
        new("uuid", t => Names.IsUuid(t) ? [] : ["does not match the UUID format"]),
        new("byte", t => Names.IsBase64(t) ? [] : ["invalid base64"]),
        new("date", t => t.Length == 10 && TimeText.ReadTimestamp(t + "T00:00:00Z") is CelTimestamp ? [] : ["invalid date"]),
        new("datetime", t => TimeText.ReadTimestamp(t.Replace(' ', 'T').ToUpperInvariant()) is CelTimestamp ? [] : ["invalid datetime"]),
    ];

    public static void AddTo(FunctionList list)
    {
        foreach (var format in s_formats)
            list.Add($"format.{format.Name}(): Format", _ => format);
        list.Add("format.named(string): optional(Format)", a =>
            Array.Find(s_formats, f => f.Name == Arg.Text(a[0])) is { } found ? CelOptional.Of(found) : CelOptional.None);
        list.Add("Format.validate(string): optional(list(string))", a =>
            ((NamedFormat)a[0]).Complaints(Arg.Text(a[1])) is { Count: > 0 } complaints ? CelOptional.Of(CelList.OfStrings(complaints)) : CelOptional.None);
    }
}
