using System.Text.Json;
using Scanner.Core.Posture;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Formats;

/// <summary><c>-o yaml</c>: the document of <c>-o json</c>, so that the two can never differ.</summary>
public sealed class YamlResultWriter : IResultWriter
{
    public void Write(ScanResult result, TextWriter output)
    {
        using var document = JsonSerializer.SerializeToDocument(ScanDocumentBuilder.Build(result, CommandRemedyText.Advise), ScanJson.Document);
        YamlDocuments.Write([document.RootElement], output);
    }
}
