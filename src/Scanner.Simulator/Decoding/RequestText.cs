using System.Text;
using System.Text.Json.Nodes;

namespace Scanner.Simulator.Decoding;

/// <summary>Reads the text of a request as JSON, or as YAML where that is what it says it is.</summary>
internal static class RequestText
{
    /// <exception cref="GoJsonException">It is neither.</exception>
    public static (JsonNode? Root, RepeatedKeys Repeated) Parse(byte[] body, bool isYaml)
    {
        if (!isYaml)
            return StrictJson.Parse(body);
        // JSON is YAML, and read as JSON in a tenth of the time.
        try
        {
            return StrictJson.Parse(body);
        }
        catch (GoJsonException)
        {
            return GoYaml.Parse(Encoding.UTF8.GetString(body));
        }
    }

    /// <summary>The beginning of a body, as errors quote it: text when it looks like JSON, else hexadecimal.</summary>
    public static string Summary(ReadOnlySpan<byte> body)
    {
        const int Shown = 30;
        if (body.Length == 0)
            return "<empty>";
        var head = body[..Math.Min(body.Length, Shown)];
        var more = body.Length > Shown ? " ..." : "";
        return (body[0] == '{' ? Encoding.UTF8.GetString(head) : Convert.ToHexStringLower(head)) + more;
    }
}
