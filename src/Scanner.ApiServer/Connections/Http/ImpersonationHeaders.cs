using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace Scanner.ApiServer.Connections.Http;

/// <summary>Writes the headers that ask the server to take a request as another user's.</summary>
internal static class ImpersonationHeaders
{
    public const string Prefix = "Impersonate-";

    public static void Apply(HttpRequestMessage request, Impersonation who)
    {
        Set(request, Prefix + "User", [who.User]);
        Set(request, Prefix + "Uid", who.Uid is null ? [] : [who.Uid]);
        Set(request, Prefix + "Group", who.Groups);
        // Names of headers have no case: keys that differ in nothing else are one header, whose values the server takes together.
        foreach (var extra in who.Extra.GroupBy(extra => EscapeName(extra.Key), StringComparer.OrdinalIgnoreCase))
            Set(request, Prefix + "Extra-" + extra.Key, [.. extra.SelectMany(one => one.Value)]);
    }

    private static void Set(HttpRequestMessage request, string name, ImmutableArray<string> values)
    {
        request.Headers.Remove(name);
        if (values.IsEmpty)
            return;
        request.Headers.TryAddWithoutValidation(name, string.Join(RepeatedHeaderEncoding.Joint, values));
        if (values.Length == 1)
            return;

        // Only HTTP/1.1 lets us repeat a header, see RepeatedHeaderEncoding.
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
    }

    // As client-go: what may not stand in a header's name is percent-encoded, and so is the percent sign.
    private static string EscapeName(string key)
    {
        var name = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(key))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || "!#$&'*+-.^_`|~".Contains((char)b, StringComparison.Ordinal))
                name.Append((char)b);
            else
                name.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return name.ToString();
    }
}
