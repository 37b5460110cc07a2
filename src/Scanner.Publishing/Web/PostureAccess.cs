namespace Scanner.Publishing.Web;

/// <summary>Whether whoever sends a token may read the posture.</summary>
public enum PostureAccess
{
    /// <summary>It could not be found out; nobody gets in by that.</summary>
    NotChecked,

    /// <summary>The token is nobody's.</summary>
    Unauthenticated,

    /// <summary>It is somebody's who may not.</summary>
    Forbidden,

    Allowed,
}
