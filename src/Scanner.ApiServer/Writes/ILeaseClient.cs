using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Writes;

/// <summary>
/// Reads and writes Leases of <c>coordination.k8s.io/v1</c>; it can name nothing else. Each call is one request that neither waits for
/// the rate limit nor is repeated, and that is given up after <see cref="ClientOptions.LeaseTimeout"/>. A write that ends in
/// <see cref="ApiAnswer{T}.Failed"/> may have been stored all the same: read the Lease before the next one.
/// </summary>
public interface ILeaseClient
{
    /// <summary>One Lease; 404 when there is none.</summary>
    Task<ApiAnswer<Lease>> GetAsync(string ns, string name, CancellationToken cancellationToken);

    /// <summary>A new Lease; 409 <c>AlreadyExists</c> when there is one, 404 when there is no such namespace.</summary>
    Task<ApiAnswer<Lease>> CreateAsync(string ns, string name, LeaseSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Puts <paramref name="spec"/> into a Lease that was read; labels, annotations and fields unknown here stay as they were read.
    /// 409 <c>Conflict</c> when it has changed since.
    /// </summary>
    Task<ApiAnswer<Lease>> UpdateAsync(Lease lease, LeaseSpec spec, CancellationToken cancellationToken);
}
