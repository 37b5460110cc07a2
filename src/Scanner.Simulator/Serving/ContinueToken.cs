using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The position in a paged list, in the format of apiserver's continue tokens.</summary>
/// <param name="Version">The version of the whole list; -1 goes on with whatever is there now.</param>
/// <param name="Start">The first key of the next page.</param>
internal readonly record struct ContinueToken(long Version, string Start)
{
    private const string Format = "meta.k8s.io/v1";

    /// <param name="leadingSlash">Whether keys begin with a slash, as servers with a list cache write them.</param>
    public string Encode(bool leadingSlash)
    {
        var start = JsonEncodedText.Encode((leadingSlash ? "/" : "") + Start);
        var json = string.Create(CultureInfo.InvariantCulture, $$"""{"v":"{{Format}}","rv":{{Version}},"start":"{{start}}"}""");
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }

    /// <exception cref="RefusalException">Not a token.</exception>
    public static ContinueToken Decode(string text)
    {
        byte[] json;
        try
        {
            json = Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            throw Invalid("illegal base64 data");
        }

        JsonObject token;
        try
        {
            token = JsonText.ParseObject(json);
        }
        catch (JsonException)
        {
            throw Invalid(WhyNotJson(Encoding.UTF8.GetString(json)));
        }

        if (token.Text("v") != Format)
            throw Invalid($"server does not recognize this encoded version \"{token.Text("v")}\"");
        if (token.Number("rv") is not { } version || token.Text("start") is not { Length: > 0 } start)
            throw Invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
        return new ContinueToken(version, start.TrimStart('/'));
    }

    private static RefusalException Invalid(string why) =>
        new(ApiErrors.BadRequest($"invalid continue token: continue key is not valid: {why}"));

    // The words of Go's JSON decoder for the first character that does not fit.
    private static string WhyNotJson(string text)
    {
        if (text.Length == 0)
            return "unexpected end of JSON input";
        foreach (var literal in new[] { "null", "true", "false" }.Where(l => l[0] == text[0]))
        {
            for (var i = 1; i < literal.Length && i < text.Length; i++)
            {
                if (text[i] != literal[i])
                    return $"invalid character '{text[i]}' in literal {literal} (expecting '{literal[i]}')";
            }
        }

        return $"invalid character '{text[0]}' looking for beginning of value";
    }
}
