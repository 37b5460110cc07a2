using System.Globalization;
using System.Text;
using Scanner.Core;

namespace Scanner.Publishing.Formats;

/// <summary>
/// Passes on YAML whose texts from outside are all in double quotes, and writes what is hidden in them as escapes, which mean the same
/// there (https://yaml.org/spec/1.2.2/#57-escaped-characters). The emitter itself escapes what is beyond 16 bits.
/// </summary>
internal sealed class VisibleYamlText(TextWriter output) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => output.Encoding;

    public override void Write(char value)
    {
        // Line breaks are YAML's own.
        if (value is not '\n' and not '\r' && Rune.TryCreate(value, out var rune) && PlainText.IsHidden(rune))
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)value:x4}"));
        else
            output.Write(value);
    }

    public override void Flush() => output.Flush();
}
