using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Writes;

/// <summary>
/// Writes reports, each by its whole content, and deletes them; it can name nothing else. Their name is fixed, as is the field manager.
/// Refused before they leave unless <see cref="ClientOptions.Reports"/> allows them.
/// </summary>
public interface IReportClient
{
    /// <summary>
    /// Server-side apply with strict field validation, by force: what others wrote into the same fields is put right. Makes the report where there
    /// is none (HTTP 201); content that is there already is stored no second time.
    /// </summary>
    /// <param name="ns">Null for the report of the cluster.</param>
    /// <param name="report">As JSON. The server refuses one of another kind, name or namespace than the path has.</param>
    /// <param name="reader">Reads the report as it is stored.</param>
    Task<ApiAnswer<T>> ApplyAsync<T>(ReportGroup group, string? ns, ReadOnlyMemory<byte> report, IObjectReader<T> reader, CancellationToken cancellationToken);

    /// <summary>The end of one report; 404 where there is none.</summary>
    /// <param name="ns">Null for the report of the cluster.</param>
    /// <returns>True, whatever the server answers to say that it is done.</returns>
    Task<ApiAnswer<bool>> DeleteAsync(ReportGroup group, string? ns, CancellationToken cancellationToken);
}
