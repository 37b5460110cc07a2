using System.Text;
using Scanner.Core;
using Scanner.Usage;

namespace Scanner.Inventory.Files;

/// <summary>
/// Reads files of Kubernetes objects, YAML or JSON by what they begin with, as <c>kubectl get -o yaml|json</c> and <c>helm template</c> write
/// them. What is broken becomes a problem of the input and leaves the rest alone.
/// </summary>
internal static class OfflineReader
{
    /// <param name="arguments">Of <c>--from</c>: files, directories, or <c>-</c>.</param>
    /// <param name="standardInput">Opens what <c>-</c> stands for.</param>
    /// <exception cref="UsageException">A file is not there or cannot be read.</exception>
    public static OfflineInput Read(IReadOnlyList<string> arguments, Func<Stream> standardInput, CancellationToken cancellationToken)
    {
        var objects = new ObjectCollector();
        Read("--from", arguments, standardInput, objects, cancellationToken);
        return objects.Build([.. arguments.Select(a => a == InputFile.StandardInput ? "stdin" : a)]);
    }

    /// <param name="flag">Whose arguments they are, for messages.</param>
    /// <param name="arguments">Files, directories, or <c>-</c>.</param>
    /// <exception cref="UsageException">A file is not there or cannot be read.</exception>
    public static void Read(
        string flag, IReadOnlyList<string> arguments, Func<Stream> standardInput, ObjectIntake objects, CancellationToken cancellationToken)
    {
        foreach (var file in InputFile.Find(flag, arguments, standardInput))
        {
            try
            {
                using var stream = file.Open();
                Read(stream, file.Name, objects, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"{flag} {file.Name}: cannot be read: {PlainText.OneLine(e.Message)}", e);
            }
        }
    }

    /// <param name="name">What problems call the file.</param>
    public static void Read(Stream stream, string name, ObjectIntake objects, CancellationToken cancellationToken)
    {
        using var utf8 = InputEncoding.ToUtf8(stream);
        var window = new ByteWindow(utf8);
        var json = new JsonDocuments(window, name, objects, cancellationToken);
        try
        {
            while (window.SkipWhiteSpace())
            {
                if (IsJson(window))
                {
                    json.ReadOne();
                }
                else if (IsBetween(window))
                {
                    window.SkipLine();
                }
                else
                {
                    var line = window.Line;
                    using var rest = new StreamReader(window.Rest(), Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
                    using var chunks = new YamlChunk(rest, line);
                    new YamlDocuments(chunks, name, objects, cancellationToken).ReadAll();
                    return;
                }
            }
        }
        catch (FormatException e)
        {
            objects.Problem(new Place(name, window.Line), $"{e.Message}; the rest of the file is not read");
        }
    }

    // A brace alone may as well begin a YAML map.
    private static bool IsJson(ByteWindow window)
    {
        while (true)
        {
            var bytes = window.Bytes;
            if (bytes[0] != '{')
                return false;
            var next = bytes[1..].IndexOfAnyExcept(" \t\r\n"u8);
            if (next >= 0)
                return bytes[1 + next] is (byte)'"' or (byte)'}';
            if (!window.Fill())
                return true;
        }
    }

    /// <summary>A comment, or the separator of YAML documents with nothing behind it, may stand between JSON documents too.</summary>
    private static bool IsBetween(ByteWindow window)
    {
        while (window.Bytes.IndexOf((byte)'\n') < 0 && window.Bytes.Length < 1024 && window.Fill())
        {
        }

        var end = window.Bytes.IndexOf((byte)'\n');
        var line = (end < 0 ? window.Bytes : window.Bytes[..end]).TrimEnd(" \t\r"u8);
        return line[0] == '#' || line.SequenceEqual("---"u8);
    }
}
