using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

internal static class UrlFunctions
{
    public static void AddTo(FunctionList list)
    {
        list.Add("url(string): URL", a => Read(Arg.Text(a[0])));
        list.Add("isURL(string): bool", a => CelBool.Of(UrlParts.Parse(Arg.Text(a[0])) is not null));
        list.Add("URL.getScheme(): string", a => Arg.Text(((UrlParts)a[0]).Scheme));
        list.Add("URL.getHost(): string", a => Arg.Text(((UrlParts)a[0]).Host));
        list.Add("URL.getHostname(): string", a => Arg.Text(((UrlParts)a[0]).HostName));
        list.Add("URL.getPort(): string", a => Arg.Text(((UrlParts)a[0]).Port));
        list.Add("URL.getEscapedPath(): string", a => Arg.Text(((UrlParts)a[0]).EscapedPath));
        list.Add("URL.getQuery(): map(string, list(string))", a => ((UrlParts)a[0]).Query());
    }

    private static CelValue Read(string text)
    {
        var parsed = UrlParts.Parse(text);
        return parsed is null ? new CelError($"URL parse error during conversion from string: parse \"{text}\": invalid URI for request") : parsed;
    }
}
