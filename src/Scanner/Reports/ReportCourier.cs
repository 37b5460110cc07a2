using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Writes;
using Scanner.Publishing.Reports;

namespace Scanner.Reports;

/// <summary>Brings reports to the cluster, and tells apart what the server's answers mean for them.</summary>
internal sealed class ReportCourier(IReportClient client, ReportTarget target)
{
    /// <summary>Applies a report, cut by halves for as long as the server finds it too large.</summary>
    /// <param name="draft">What is sent of <paramref name="report"/>.</param>
    /// <param name="again">Makes what is sent of a shorter one.</param>
    public async Task<Delivery> ApplyAsync(Report report, ReportDraft draft, Func<Report, ReportDraft> again, CancellationToken cancellationToken)
    {
        var whole = report.Lines.Length;
        while (true)
        {
            var answer = await client.ApplyAsync(target.Group, report.Namespace, draft.Bytes, StoredReportReader.Instance, cancellationToken);
            if (answer is ApiAnswer<StoredReport>.Ok { Value: var stored })
                return new Delivery(DeliveryResult.Done) { Stored = stored, Sent = draft.AsStored, Lines = report.Lines.Length, IsCut = report.Lines.Length < whole };
            if (!IsTooLarge(answer) || report.Lines.IsEmpty)
                return Explain(answer);
            report = report.Cut(report.Lines.Length / 2);
            draft = again(report);
        }
    }

    public async Task<Delivery> DeleteAsync(string? ns, CancellationToken cancellationToken) =>
        await client.DeleteAsync(target.Group, ns, cancellationToken) switch
        {
            ApiAnswer<bool>.Ok => Delivery.Done,
            // It is not there, which is what was wanted.
            ApiAnswer<bool>.Refused { Status: { Code: 404, IsNotServed: false, Untyped: false } } => Delivery.Done,
            var answer => Explain(answer),
        };

    private static Delivery Explain<T>(ApiAnswer<T> answer) => answer is ApiAnswer<T>.Refused { Status: var status }
        ? new Delivery(Judge(status), answer.Describe()) { RetryAfter = status.RetryAfter }
        : new Delivery(DeliveryResult.Later, answer.Describe());

    private static DeliveryResult Judge(ApiStatus status) => status switch
    {
        // A namespace that is being deleted takes nothing new, which the server says by 403 and by a cause of its own.
        { Code: 403 } when status.Causes.Any(c => c.Reason == "NamespaceTerminating") => DeliveryResult.NamespaceGone,
        // CRDs that are being deleted refuse by 403 too, and take no right for it.
        { Code: 403 } when status.Message.Contains("custom resource definition is terminating", StringComparison.Ordinal) => DeliveryResult.NotServed,
        { IsForbidden: true, Reason: "Forbidden", DetailsKind.Length: > 0 } => DeliveryResult.Forbidden,
        { IsNotServed: true } => DeliveryResult.NotServed,
        { Code: 404, Untyped: false } => DeliveryResult.NamespaceGone,
        // An undeclared field is a 500 too; no time mends that.
        { Code: 500 } when status.Message.Contains("typed patch object", StringComparison.Ordinal) => DeliveryResult.Refused,
        { Code: 401 or 404 or 409 or 429 or >= 500 } => DeliveryResult.Later,
        { Code: 403, Untyped: true } => DeliveryResult.Later,
        _ => DeliveryResult.Refused,
    };

    // The API server has a limit of 3 MiB of its own; etcd refuses from some 1.5 MiB on, which it passes on as 500 in etcd's words.
    private static bool IsTooLarge<T>(ApiAnswer<T> answer) => answer is ApiAnswer<T>.Refused { Status: var status }
        && (status.Code == 413
            || (status.Code == 500 && (status.Message.Contains("request is too large", StringComparison.Ordinal)
                || status.Message.Contains("larger than max", StringComparison.Ordinal))));
}
