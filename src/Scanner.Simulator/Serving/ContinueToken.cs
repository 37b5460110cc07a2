using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Decoding;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The position in a paged list, in the format of apiserver's continue tokens.</summary>
/// <param name="Version">The version of the whole list; -1 goes on with whatever is there now.</param>
/// <param name="Start">The first key of the next page.</param>
internal readonly record struct ContinueToken(long Version, string Start)
{
    private const string Format = "meta.k8s.io/v1";

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

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
            var wrong = text.AsSpan().IndexOfAnyExcept(Alphabet);
            throw Invalid($"illegal base64 data at input byte {(wrong >= 0 ? wrong : text.Length / 4 * 4)}");
        }

        JsonObject token;
        try
        {
            token = StrictJson.Parse(json).Root as JsonObject ?? [];
        }
        catch (GoJsonException e)
        {
            throw Invalid(e.Message);
        }

        if (token.Text("v") != Format)
            throw Invalid($"server does not recognize this encoded version \"{token.Text("v")}\"");
        if (token.Number("rv") is not { } version || token.Text("start") is not { Length: > 0 } start)
            throw Invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
        return new ContinueToken(version, start.TrimStart('/'));
    }

    private static RefusalException Invalid(string why) =>
        new(ApiErrors.BadRequest($"invalid continue token: continue key is not valid: {why}"));
}
