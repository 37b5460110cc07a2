using Scanner.Core.Posture;

namespace Scanner.Publishing;

/// <summary>Writes a scan's result in one format.</summary>
public interface IResultWriter
{
    void Write(ScanResult result, TextWriter output);
}
