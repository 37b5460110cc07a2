using System.Text.Json;
using Scanner.Core.Posture;

namespace Scanner.Output;

/// <summary><c>-o json</c>.</summary>
internal sealed class JsonResultWriter : IResultWriter
{
    public void Write(ScanResult result, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(ScanDocumentBuilder.Build(result), ScanJson.Document));
}
