namespace Scanner.Publishing.Web;

/// <summary>Asks who a token belongs to, and whether they may read the posture.</summary>
public interface IPostureAccess
{
    /// <param name="token">A secret: neither logged nor kept.</param>
    Task<PostureAccess> CheckAsync(string token, CancellationToken cancellationToken);
}
