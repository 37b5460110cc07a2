using System.Text.Json;
using Scanner.Core.Posture;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Formats;

/// <summary><c>-o json</c>.</summary>
public sealed class JsonResultWriter : IResultWriter
{
    public void Write(ScanResult result, TextWriter output)
    {
        // Straight through, since the text of a large cluster is larger than all that the scan itself keeps.
        using (var stream = new TextWriterStream(output))
            JsonSerializer.Serialize(stream, ScanDocumentBuilder.Build(result, CommandRemedyText.Advise), ScanJson.Document);
        output.WriteLine();
    }
}
